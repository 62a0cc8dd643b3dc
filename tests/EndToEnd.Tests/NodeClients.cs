namespace OrleansLld;

/// <summary>The clients from npm that tests drive; <c>npm ci</c> in their folder installs them as locked.</summary>
public static class NodeClients
{
    public static string Folder { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var clients = Path.Combine(folder.FullName, "tests", "EndToEnd.Tests", "clients");
            if (!Directory.Exists(clients))
                continue;

            return Directory.Exists(Path.Combine(clients, "node_modules"))
                ? clients
                : throw new InvalidOperationException(
                    "Install the clients first: npm ci --ignore-scripts in tests/EndToEnd.Tests/clients.");
        }

        throw new InvalidOperationException("The tests run outside their source tree.");
    }
}
