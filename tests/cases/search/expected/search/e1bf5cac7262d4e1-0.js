specfolioSearch([["","","Status: Superseded by SPEC-001 Author: Bo Lee (@bo)\nIt was a password, and __proto__ was a constructor."]])
