using OrleansLld;
using OrleansLld.Accounts;
using OrleansLld.Chat;
using OrleansLld.Exchange;
using OrleansLld.ObjectStore;
using OrleansLld.Storage;
using OrleansLld.Storage.Azure;

try
{
    var builder = House.CreateBuilder(args);
    var house = House.Open(builder);
    builder.UseOrleans(silo => silo
        .AddCluster()
        .AddGrainStore()
        .AddAccounts()
        .AddExchange()
        .AddObjectStore()
        .AddChat());
    builder.AddGateway();
    if (house.Demo)
        builder.Services.AddDemoAccount();

    var app = builder.Build();
    await app.ReachStorageAsync();
    app.MapGateway();
    app.GreetOnceStarted(house);
    await app.RunAsync();
    return 0;
}
catch (Exception failure) when (StartRefusedException.SentenceOf(failure) is { } sentence)
{
    await Console.Error.WriteLineAsync(sentence);
    return 1;
}
