"""What pages say about interventions: words, facts and order; no rule and no write."""
