/* Starts GraphiQL; what was typed last time is kept by GraphiQL in this browser. */
"use strict";

(() => {
  const element = document.getElementById("explorer");
  const { endpoint, site } = element.dataset;
  const fetcher = GraphiQL.createFetcher({ url: endpoint });
  const example = `# Everything of a city hangs on its site. Press the play button, or Ctrl and Enter.
query Welcome {
  site(slug: "${site}", locale: "en") {
    name
    locales { code nativeName }
    guides(first: 5) {
      totalCount
      nodes { title path freshness }
    }
    blogPosts(first: 3) {
      nodes { title date authors { name } }
    }
  }
}
`;

  function Explorer() {
    const [query, setQuery] = React.useState(example);
    const explorer = GraphiQLPluginExplorer.useExplorerPlugin({
      query,
      onEdit: setQuery,
    });
    return React.createElement(GraphiQL, {
      fetcher,
      query,
      onEditQuery: setQuery,
      plugins: [explorer],
      defaultEditorToolsVisibility: true,
    });
  }

  ReactDOM.render(React.createElement(Explorer), element);
})();
