using Orleans.Dashboard;
using OrleansLld;
using OrleansLld.Chat;
using OrleansLld.Cluster;
using OrleansLld.Storage.Azure;

try
{
    var builder = House.CreateBuilder(args);
    House.Open(builder);
    builder.Services.AddOrleansClient(builder.Configuration.OfClient, client =>
    {
        if (!builder.Configuration.IsClustered)
            client.UseLocalhostClustering(builder.Configuration.GetValue("Orleans:GatewayPort", 30000));
        if (builder.Configuration.GetValue("Gateway:Dashboard", true))
            client.AddDashboard();
        client.AddMemoryStreams(GatewayBatch.ProviderName);
        client.OutliveSilos(Random.Shared);
        client.UseConnectionRetryFilter<ReconnectUntilStopped>();
    });
    builder.AddGateway();

    var app = builder.Build();
    await app.ReachBlobsAsync();
    app.MapGateway();
    await app.RunAsync();
    return 0;
}
catch (Exception failure) when (StartRefusedException.SentenceOf(failure) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}
