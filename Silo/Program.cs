using OrleansLld;

var builder = House.CreateBuilder(args);
var house = House.Open(builder);
builder.UseOrleans(silo => silo
    .AddCluster());
builder.AddGateway();

var app = builder.Build();
app.MapGateway();
app.GreetOnceStarted(house);
await app.RunAsync();
