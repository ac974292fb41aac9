"""Who works here and who may do what: departments, outlets, people, roles, rights, deputies, PIN sign-in."""
