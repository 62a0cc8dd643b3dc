using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Storage;
using OrleansLld.Storage.Azure;
using OrleansLld.Storage.Files;
using OrleansLld.Storage.RocksDb;
using OrleansLld.Storage.Volatile;

namespace OrleansLld.Storage;

public sealed class StorageExtensionsTests : IDisposable
{
    private const string Nowhere = "DefaultEndpointsProtocol=http;AccountName=a;AccountKey=a2V5;"
        + "TableEndpoint=http://127.0.0.1:1/a;BlobEndpoint=http://127.0.0.1:1/a;";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("orleanslld-data-");

    public void Dispose() => _data.Delete(recursive: true);

    [Fact]
    public async Task Default_is_RocksDb_and_files_in_the_data_directory()
    {
        using (var host = Build())
        {
            await using var store = host.Services.GetRequiredService<IGrainStore>().ShouldBeOfType<RocksDbGrainStore>();
            host.Services.GetRequiredService<IBlobStore>().ShouldBeOfType<FileBlobStore>();
            host.Services.GetRequiredKeyedService<IGrainStorage>("Default").ShouldBeOfType<GrainStoreStateStorage>();
            host.Services.GetRequiredService<IReminderTable>().ShouldBeOfType<GrainStoreReminderTable>();
        }

        _data.GetDirectories().Select(directory => directory.Name).Order().ShouldBe(["blobs", "rows"]);
    }

    [Fact]
    public void Volatile_provider_touches_no_disk()
    {
        using var host = Build(("Storage:Provider", "Volatile"));

        host.Services.GetRequiredService<IGrainStore>().ShouldBeOfType<VolatileGrainStore>();
        host.Services.GetRequiredService<IBlobStore>().ShouldBeOfType<VolatileBlobStore>();
        _data.GetDirectories().ShouldBeEmpty();
    }

    [Fact]
    public void State_storage_that_Orleans_settings_name_is_kept()
    {
        using var host = Build(("Storage:Provider", "Volatile"), ("Orleans:GrainStorage:Default:ProviderType", "Memory"));

        host.Services.GetRequiredKeyedService<IGrainStorage>("Default").ShouldBeOfType<MemoryGrainStorage>();
        host.Services.GetRequiredService<IGrainStore>().ShouldBeOfType<VolatileGrainStore>();
    }

    [Fact]
    public async Task Azure_provider_touches_no_disk()
    {
        using var host = Build(("Storage:Provider", "Azure"), ("Storage:Azure:ConnectionString", Nowhere));

        await using var store = host.Services.GetRequiredService<IGrainStore>().ShouldBeOfType<AzureGrainStore>();
        host.Services.GetRequiredService<IBlobStore>().ShouldBeOfType<AzureBlobStore>();
        host.Services.GetRequiredService<TableClient>().Uri.ShouldBe(new Uri("http://127.0.0.1:1/a/orleanslld"));
        host.Services.GetRequiredService<AzureAccount>().Container.Uri.ShouldBe(new Uri("http://127.0.0.1:1/a/orleanslld"));
        _data.GetDirectories().ShouldBeEmpty();
    }

    [Fact]
    public async Task Silo_does_not_start_without_its_storage_account()
    {
        using var host = Build(("Storage:Provider", "Azure"), ("Storage:Azure:ConnectionString", Nowhere));

        var refusal = await Should.ThrowAsync<StartRefusedException>(() => host.ReachStorageAsync());

        refusal.Message.ShouldBe(
            "The storage account at http://127.0.0.1:1 does not answer; start Azurite with Azurite/start.sh, "
            + "or set Storage:Azure:ConnectionString.");
    }

    [Theory]
    [InlineData("Storage:Azure:ConnectionString", "")]
    [InlineData("Storage:Azure:ConnectionString", "AccountKey")]
    [InlineData("Storage:Azure:Table", "has-hyphen")]
    [InlineData("Storage:Azure:Container", "UPPER")]
    [InlineData("Storage:Azure:AttemptTimeoutMs", "0")]
    public void Azure_option_out_of_range_is_refused_at_the_start(string option, string value)
    {
        using var host = Build(("Storage:Provider", "Azure"), (option, value));

        Should.Throw<OptionsValidationException>(host.Services.GetRequiredService<IStartupValidator>().Validate);
    }

    [Fact]
    public void Second_registration_changes_nothing()
    {
        using var host = Build(("Storage:Provider", "Volatile"));

        host.Services.GetServices<IGrainStore>().Count().ShouldBe(1);
        host.Services.GetServices<IReminderTable>().Count().ShouldBe(1);
    }

    [Fact]
    public void Unknown_provider_is_refused() =>
        Should.Throw<InvalidOperationException>(() => Build(("Storage:Provider", "Papyrus")));

    [Theory]
    [InlineData("Storage:RocksDb:WriteBufferMiB", "0")]
    [InlineData("Storage:RocksDb:CommitsPerWriteMax", "-1")]
    [InlineData("Storage:RocksDb:Path", "")]
    public void Option_out_of_range_is_refused_at_the_start(string option, string value)
    {
        using var host = Build((option, value));

        Should.Throw<OptionsValidationException>(host.Services.GetRequiredService<IStartupValidator>().Validate);
    }

    private IHost Build(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value));
        builder.Logging.ClearProviders();
        builder.Configuration["Data"] = _data.FullName;
        builder.UseOrleans(silo => silo.UseLocalhostClustering().AddGrainStore().AddGrainStore());
        return builder.Build();
    }
}
