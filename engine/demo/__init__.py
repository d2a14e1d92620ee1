"""A demo office, so that the first page a newcomer sees is alive. Everybody and everything in it is made up."""
