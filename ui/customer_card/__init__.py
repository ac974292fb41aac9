"""会员卡片: everything about one person on one screen."""
