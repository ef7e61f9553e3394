"""What keeps loaded posts up to date: rows fed from elsewhere, their history, one identity across servers."""
