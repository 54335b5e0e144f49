"""What `essaim doctor` looks at, one file for each place where trouble begins."""
