"""The workshop on paper: what is printed before, and how what was written on it comes back."""
