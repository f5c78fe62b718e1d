"""The telephone of `ivr call`: what may be typed, the world around the call, what is shown of it."""
