"""积分移交: the desk writes bills, customer service posts them."""
