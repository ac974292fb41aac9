"""The gift counter on screen: redeeming, redemptions on their way, catalogue and stock."""
