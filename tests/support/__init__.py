"""What tests share: servers, a terminal, networks, console sessions of the documentation."""
