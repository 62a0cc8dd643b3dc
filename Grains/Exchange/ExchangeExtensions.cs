using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace OrleansLld.Exchange;

public static class ExchangeExtensions
{
    /// <summary>Adds the exchange's grains; their settings are the section <c>Exchange</c>, and <c>Demo</c> opens its markets.</summary>
    public static ISiloBuilder AddExchange(this ISiloBuilder silo)
    {
        silo.Services.AddOptions<ExchangeOptions>().BindConfiguration(ExchangeOptions.Section).ValidateOnStart()
            .PostConfigure<IConfiguration>(OpenDemonstration);
        silo.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ExchangeOptions>, ExchangeOptionsValidator>());
        silo.Services.TryAddSingleton(TimeProvider.System);
        return silo;
    }

    private static void OpenDemonstration(ExchangeOptions options, IConfiguration configuration)
    {
        if (!configuration.GetValue<bool>("Demo"))
            return;
        options.Demonstration = true;
        if (options.Markets.Count > 0)
            return;
        options.Markets.Add(new MarketOptions { Base = "BTC", Quote = "USDT", Tick = 0.01m, Lot = 0.00001m });
        options.Markets.Add(new MarketOptions { Base = "ETH", Quote = "USDT", Tick = 0.01m, Lot = 0.0001m });
        options.Markets.Add(new MarketOptions
        {
            Base = "ETH",
            Quote = "BTC",
            Tick = 0.00001m,
            Lot = 0.001m,
            NotionalMin = 0.0001m,
            PriceMax = 1_000,
        });
    }
}
