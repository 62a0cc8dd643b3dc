using OrleansLld.Chat;
using OrleansLld.Chat.Live;

namespace OrleansLld.Client;

/// <summary>People who chat on the command line, and the bot.</summary>
public sealed class ChattingTests(ConsoleFixture fixture) : IClassFixture<ConsoleFixture>
{
    [Fact]
    public async Task What_is_sent_once_or_twice_stands_once_in_the_list_and_the_history_of_the_other()
    {
        await Task.WhenAll(fixture.SignUp("chat-ada"), fixture.SignUp("chat-bob"));
        var sent = (await fixture.Run("chat-ada", "chat", "send", "chat-bob", "Hello!", "--client-id", "one")).Json;
        var again = (await fixture.Run("chat-ada", "chat", "send", "chat-bob", "Hello!", "--client-id", "one")).Json;

        again.GetProperty("sequence").GetInt64().ShouldBe(sent.GetProperty("sequence").GetInt64());
        var row = (await fixture.Run("chat-bob", "chat", "list")).Json.GetProperty("conversations").EnumerateArray().Single();
        row.GetProperty("title").GetString().ShouldBe("chat-ada");
        row.GetProperty("unread").GetInt32().ShouldBe(1);
        row.GetProperty("last").GetString().ShouldBe("chat-ada: Hello!");
        Said(await fixture.Run("chat-bob", "chat", "history", "chat-ada")).ShouldBe(["Hello!"]);
    }

    [Fact]
    public async Task A_group_is_made_joined_by_its_link_and_left()
    {
        await Task.WhenAll(fixture.SignUp("group-ada"), fixture.SignUp("group-bob"), fixture.SignUp("group-cyd"));
        var made = await fixture.Run("group-ada", "chat", "group", "create", "Tech Talk", "group-bob");
        var group = made.Json.GetProperty("id").GetString()!;
        var token = (await fixture.Run("group-ada", "chat", "group", "link", group)).Json.GetProperty("link").GetString()!;

        (await fixture.Run("group-cyd", "chat", "group", "join", group, token)).Json.GetProperty("members").GetInt64().ShouldBe(3);
        (await fixture.Run("group-cyd", "chat", "send", group, "Hello Everyone!")).ExitCode.ShouldBe(0);
        (await fixture.Run("group-bob", "chat", "group", "leave", group)).Json.GetProperty("left").GetBoolean().ShouldBeTrue();

        Said(await fixture.Run("group-ada", "chat", "history", group)).ShouldBe(["Hello Everyone!"]);
        var refused = await fixture.Run("group-bob", "chat", "history", group);
        refused.ExitCode.ShouldBe((int)ExitCode.Refused);
        refused.JsonError.GetProperty("code").GetString().ShouldBe("not-member");
    }

    [Fact]
    public async Task The_bot_answers_what_it_missed_and_what_comes_and_whoever_watches_sees_it()
    {
        await Task.WhenAll(fixture.SignUp("bot-ada"), fixture.SignUp("bot-dice"));
        await fixture.Run("bot-ada", "chat", "send", "bot-dice", "ping");

        using (var bot = fixture.StartAs("bot-dice", "chat", "bot"))
            await bot.Line(line => line.GetProperty("answer").GetString() == "pong");
        using (var bot = fixture.StartAs("bot-dice", "chat", "bot"))
        using (var watch = fixture.StartAs("bot-ada", "chat", "watch"))
        {
            // What was said before it watches it does not show.
            var shown = watch.Line(line => line.GetProperty("text").GetString()!.StartsWith("I answer", StringComparison.Ordinal));
            while (!shown.IsCompleted)
                await fixture.Run("bot-ada", "chat", "send", "bot-dice", "help");
            (await shown).GetProperty("kind").GetString().ShouldBe("text");
        }

        var said = Said(await fixture.Run("bot-ada", "chat", "history", "bot-dice"));
        said.Count(text => text == "pong").ShouldBe(1);
        said[^1].ShouldStartWith("I answer");
    }

    [Fact]
    public async Task A_device_that_was_removed_is_no_longer_among_them()
    {
        await fixture.SignUp("dev-ada");
        await fixture.Run("dev-ada", "chat", "list");
        var device = Devices(await fixture.Run("dev-ada", "chat", "devices")).ShouldHaveSingleItem();

        Devices(await fixture.Run("dev-ada", "chat", "devices", "--remove", device)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("ping", "pong")]
    [InlineData(" PING ", "pong")]
    [InlineData("good morning", null)]
    [InlineData("roll 0d6", null)]
    [InlineData("roll 99d6", null)]
    [InlineData("roll 2d1", null)]
    public void The_bot_answers_what_it_knows(string text, string? answer) => BotAnswers.To(Entry(text), "2").ShouldBe(answer);

    [Fact]
    public void The_bot_rolls_within_the_sides_and_the_same_for_the_same_message()
    {
        var answer = BotAnswers.To(Entry("roll 2d6"), "2").ShouldNotBeNull();

        var parts = answer.Split([" + ", " = "], StringSplitOptions.None).Select(int.Parse).ToList();
        parts[..2].ShouldAllBe(roll => roll >= 1 && roll <= 6);
        parts[2].ShouldBe(parts[0] + parts[1]);
        BotAnswers.To(Entry("roll 2d6"), "2").ShouldBe(answer);
        BotAnswers.To(Entry("ping"), "1").ShouldBeNull("It does not answer itself.");
    }

    private static LiveEntry Entry(string text) => new(7, "4711", 0, "1", "text", text, null, 0, null, null, null);

    private static List<string> Said(ConsoleProcess history) =>
    [
        .. history.Json.GetProperty("entries").EnumerateArray()
            .Where(entry => entry.GetProperty("kind").GetString() == "text").Select(entry => entry.GetProperty("text").GetString()!),
    ];

    private static List<string> Devices(ConsoleProcess run) =>
        [.. run.Json.GetProperty("devices").EnumerateArray().Select(device => device.GetProperty("id").GetString()!)];
}
