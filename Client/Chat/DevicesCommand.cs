using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace OrleansLld.Chat;

/// <summary><c>chat devices</c>: the devices of the account.</summary>
internal static class DevicesCommand
{
    public static TaughtCommand Create(SharedArguments options)
    {
        var remove = new Option<string?>("--remove") { Description = "Shut this device out", HelpName = "device" };
        var command = new TaughtCommand(
            "devices",
            "Shows the devices that read your conversations, and shuts one out",
            "Client chat devices",
            "Client chat devices --remove 0123456789abcdef0123456789abcdef")
        {
            remove,
        };
        command.AsAccount(options, async (run, account, token) =>
        {
            var inbox = run.Cluster.Grains.GetGrain<IInboxGrain>(account.Value);
            if (run.Arguments.GetValue(remove) is { } text)
            {
                if (!DeviceId.TryParse(text, out var device))
                    return Failure.Usage("A device has 32 hexadecimal digits, as the list shows them.");
                await inbox.RemoveDevice(device, token);
                if (device == await ConsoleDevice.Of(account, token))
                    ConsoleDevice.Forget(account);
            }

            var devices = (await inbox.Devices(token))
                .Select(device => new { id = device.Notice.Id.ToString(), name = device.Notice.Name, since = device.Since }).ToList();
            run.Terminal.Write(new { devices }, (console, it) =>
            {
                var table = new FittedTable("Device", "Name", "Since?");
                foreach (var device in it.devices)
                    table.AddRow(
                        device.id, device.name, device.since.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture));
                table.WriteTo(console);
            });
            return null;
        });
        return command;
    }
}
