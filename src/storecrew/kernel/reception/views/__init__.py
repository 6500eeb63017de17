"""The pages of this room, by what the reader wants: come in, see oneself, see the crew, run the seats, run agents."""
