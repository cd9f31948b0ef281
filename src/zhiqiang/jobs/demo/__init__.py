"""The demo world: fictional enterprises at every stage of a campaign, made by the same actions people use."""
