using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Serialization;
using Orleans.Serialization.TypeSystem;

namespace OrleansLld.Storage;

/// <summary>A gateway has the contracts and neither the grains nor the stores, and still reads why a command failed.</summary>
public sealed class FailuresOnTheWireTests
{
    public static TheoryData<Exception> Causes =>
    [
        new StaleLeaseException("taken over"), new CorruptStorageException("torn"), new IOException("no space left"),
        new global::Azure.RequestFailedException("503"), new UnheardOfException("what?"),
    ];

    [Theory, MemberData(nameof(Causes), DisableDiscoveryEnumeration = true)]
    public void A_cause_that_the_reader_does_not_know_keeps_its_text(Exception cause)
    {
        using var silo = Silo();
        using var gateway = Gateway();

        var bytes = silo.Services.GetRequiredService<Serializer>()
            .SerializeToArray<Exception>(new StorageUnavailableException("not now", cause));
        var read = gateway.GetRequiredService<Serializer>().Deserialize<Exception>(bytes);

        read.ShouldBeOfType<StorageUnavailableException>().Message.ShouldBe("not now");
        read.InnerException.ShouldNotBeNull().Message.ShouldBe(cause.Message);
    }

    private static IHost Silo()
    {
        var builder = Host.CreateApplicationBuilder(["--Storage:Provider=Volatile"]);
        builder.UseOrleans(silo => silo.UseLocalhostClustering().AddGrainStore());
        return builder.Build();
    }

    private static ServiceProvider Gateway()
    {
        var services = new ServiceCollection().AddSerializer();
        services.AddSingleton<TypeResolver>(new ContractTypes());
        return services.BuildServiceProvider();
    }

    private sealed class UnheardOfException(string message) : Exception(message);

    private sealed class ContractTypes : TypeResolver
    {
        private readonly CachedTypeResolver _all = new();

        public override Type ResolveType(string name) => IsKnown(name) ? _all.ResolveType(name) : throw new TypeLoadException(name);

        public override bool TryResolveType(string name, out Type type)
        {
            type = null!;
            return IsKnown(name) && _all.TryResolveType(name, out type);
        }

        private static bool IsKnown(string name) =>
            !name.Contains("Azure", StringComparison.Ordinal) && !name.Contains("OrleansLld.Grains,", StringComparison.Ordinal)
            && !name.Contains("OrleansLld.Grains.Tests", StringComparison.Ordinal);
    }
}
