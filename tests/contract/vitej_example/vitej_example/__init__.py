"""Language cafés: where newcomers and locals practise languages together."""
