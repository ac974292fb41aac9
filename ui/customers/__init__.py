"""客户: the list of customers and the forms for a customer, his cars and his special note."""
