"""The semantic analysis: masking, keyword graph and model, judged by one orchestrator."""
