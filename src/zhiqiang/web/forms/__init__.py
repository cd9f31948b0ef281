"""Forms made from a scheme: what is asked, in which shape, under which key."""
