"""What storefront templates can say."""
