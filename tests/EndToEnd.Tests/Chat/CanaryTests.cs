using System.Security.Cryptography;
using System.Text;
using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>What an encrypted conversation says is nowhere on the server, and what any says is not in its log.</summary>
public sealed class CanaryTests
{
    private const string Canary = "the canary sings at dawn 7f3a";
    private const string Words = "plain words that no log repeats 51c0";

    [Fact]
    public async Task No_sealed_word_is_kept_and_no_word_or_token_is_logged()
    {
        await using var product = await RunningProduct.StartAsync(
            ["--Demo", "--Logging:LogLevel:Default=Debug", "--Logging:LogLevel:Microsoft=Debug", .. AccountsProduct.NoRateLimits]);
        await using var ada = await ChatDevice.Connect(await Visitor.SignedInTo(product), product);
        await using var bob = await ChatDevice.Connect(await Visitor.SignedInTo(product), product);
        var settings = new SettingsView("", "", "everything", false, true);
        var conversation = (await ada.Call<ConversationLine>("Begin", new NewConversation("", [bob.Owner.Handle], settings))).Id;

        using var key = new AesGcm(RandomNumberGenerator.GetBytes(32), AesGcm.TagByteSizes.MaxSize);
        await ada.Send(new OutgoingEntry(conversation, "first", "commit", Bytes: [], GroupInfo: [1]));
        await ada.Send(new OutgoingEntry(conversation, "canary", "sealed", Epoch: 1, Bytes: Seal(key, Canary)));
        var shown = await bob.Shows(conversation, entry => entry.Kind == "sealed");
        (await ada.Refusal("Send", new OutgoingEntry(conversation, "open", "text", Canary))).ShouldBe("wrong-encryption");
        var other = $"g.{Guid.NewGuid():N}";
        await ada.Call<ConversationLine>("Begin", new NewConversation(
            other, [bob.Owner.Handle], new SettingsView("A group", "", "everything", false, false)));
        await ada.Say(other, Words);
        await bob.Shows(other, entry => entry.Text == Words);
        await product.KillAsync();

        Open(key, shown.Bytes!).ShouldBe(Canary);
        foreach (var secret in new[] { Canary, Words, ada.Owner.Token!, bob.Owner.Token! })
            product.Log.Contains(secret, StringComparison.Ordinal).ShouldBeFalse(secret);
        foreach (var file in Directory.EnumerateFiles(product.DataDirectory, "*", SearchOption.AllDirectories))
        {
            var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            foreach (var secret in new[] { Canary, ada.Owner.Token!, bob.Owner.Token! })
                foreach (var encoding in new[] { Encoding.UTF8, Encoding.Unicode })
                    bytes.AsSpan().IndexOf(encoding.GetBytes(secret)).ShouldBe(-1, file);
        }
    }

    private static byte[] Seal(AesGcm key, string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var (nonce, tag, bytes) = (RandomNumberGenerator.GetBytes(12), new byte[16], new byte[plain.Length]);
        key.Encrypt(nonce, plain, bytes, tag);
        return [.. nonce, .. tag, .. bytes];
    }

    private static string Open(AesGcm key, byte[] message)
    {
        var plain = new byte[message.Length - 28];
        key.Decrypt(message.AsSpan(0, 12), message.AsSpan(28), message.AsSpan(12, 16), plain);
        return Encoding.UTF8.GetString(plain);
    }
}
