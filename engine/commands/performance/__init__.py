"""What people do about performance: reckon a year, appeal, keep the negative list by hand."""
