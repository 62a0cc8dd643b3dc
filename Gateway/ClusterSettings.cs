namespace OrleansLld;

/// <summary>What the configuration says of the cluster, by the names that Orleans gave them.</summary>
public static class ClusterSettings
{
    /// <summary>What concerns silos only; a client that was given it refuses to start.</summary>
    private const string SilosOnly = "Orleans:Reminders";

    extension(IConfiguration configuration)
    {
        /// <summary>Whether a membership provider is named; else the process is alone, or has one silo on this machine.</summary>
        public bool IsClustered => configuration["Orleans:Clustering:ProviderType"] is { Length: > 0 };

        /// <summary>The settings without those of silos, so that all processes of a cluster can share one file of them.</summary>
        public IConfiguration OfClient => new ConfigurationBuilder()
            .AddInMemoryCollection(
                configuration.AsEnumerable().Where(setting => !setting.Key.StartsWith(SilosOnly, StringComparison.Ordinal)))
            .Build();
    }
}
