"""The columns of facts, their codec, the posting lists and the keys that address them."""
