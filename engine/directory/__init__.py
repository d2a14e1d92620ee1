"""The organisation's directory (LDAP): passwords verified, people and units read. Only here is ldap3: `duban[ldap]`."""
