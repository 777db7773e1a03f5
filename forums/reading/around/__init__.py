"""What stands around the forums: feeds, what search engines are told, a topic on paper and as a file."""
