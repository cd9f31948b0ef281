"""Facts into files for people: workbooks and score sheets. Reads schemes and scores, decides nothing."""
