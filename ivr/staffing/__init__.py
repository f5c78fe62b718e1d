"""Staffing: logged calls replayed under other settings, load by rates, and how many agents will be needed."""
