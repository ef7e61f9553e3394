"""The commands admin about blocked and allowed servers, e-mail domains and IP addresses."""
