"""What every request passes: parameters, authentication, rate limits, pages, errors."""
