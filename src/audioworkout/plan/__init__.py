"""A workout to its timeline: unrolled, coached, placed; nothing here touches sound or disk."""
