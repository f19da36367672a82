"""Other people's services: GOV.UK Notify. Knows no table and no rule; without a key nothing leaves this machine."""
