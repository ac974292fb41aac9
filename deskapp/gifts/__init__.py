"""The gift counter: catalogue, stock, redemption, hand-out, receipt."""
