"""The joint meeting on the screen: how it is shown, what its clerk does, the order of its agenda."""
