using System.CommandLine;
using System.Security.Cryptography;
using OrleansLld.Accounts;
using Spectre.Console;

namespace OrleansLld.Chat;

/// <summary><c>chat group create|add|leave|link|join</c></summary>
internal static class GroupCommands
{
    private const string ExampleId = "g.0123456789abcdef0123456789abcdef";

    public static TaughtCommand Create(SharedArguments options) =>
        new(
            "group",
            "Make groups, add people, leave, and make the link by which others join",
            "Client chat group create 'Tech Talk' bob cyd",
            $"Client chat group link {ExampleId}")
        {
            CreateGroup(options), Add(options), Leave(options), Link(options), Join(options),
        };

    private static TaughtCommand CreateGroup(SharedArguments options)
    {
        var title = new Argument<string>("title") { Description = "1 to 100 characters" };
        var handles = Others();
        var command = new TaughtCommand("create", "Makes a group with these people", "Client chat group create 'Tech Talk' bob cyd")
        {
            title, handles,
        };
        command.AsAccount(options, async (run, account, token) =>
        {
            var people = new Participants(run.Cluster.Grains);
            var (names, failure) = await people.Find(run.Arguments.GetValue(handles)!, token);
            if (failure is not null)
                return failure;
            var id = ConversationId.Of(ConversationKind.Group, Guid.NewGuid());
            var settings = new ConversationSettings(
                run.Arguments.GetRequiredValue(title), "", JoinerHistory.Everything, false, false);
            var begin = new BeginConversation(await people.NameOf(account, token), [.. names], settings);
            return Show(run, await run.Cluster.Grains.GetGrain<IConversationGrain>(id.ToString()).Begin(begin, token));
        });
        return command;
    }

    private static TaughtCommand Add(SharedArguments options)
    {
        var (group, handles) = (Group(), Others());
        handles.Arity = ArgumentArity.OneOrMore;
        var command = new TaughtCommand("add", "Adds people to a group", $"Client chat group add {ExampleId} dan eve") { group, handles };
        command.AsAccount(options, async (run, account, token) =>
        {
            var (names, failure) = await new Participants(run.Cluster.Grains).Find(run.Arguments.GetValue(handles)!, token);
            return failure ?? await Change(run, account, run.Arguments.GetRequiredValue(group), new AddMembers([.. names]), token);
        });
        return command;
    }

    private static TaughtCommand Leave(SharedArguments options)
    {
        var group = Group();
        var command = new TaughtCommand("leave", "Leaves a group or channel", $"Client chat group leave {ExampleId}") { group };
        command.AsAccount(options, (run, account, token) =>
            Change(run, account, run.Arguments.GetRequiredValue(group), new LeaveConversation(), token));
        return command;
    }

    private static TaughtCommand Link(SharedArguments options)
    {
        var group = Group();
        var none = new Option<bool>("--none") { Description = "Take the link away" };
        var command = new TaughtCommand(
            "link",
            "Makes the link's token by which anybody joins, in place of an earlier one",
            $"Client chat group link {ExampleId}",
            $"Client chat group link {ExampleId} --none")
        {
            group, none,
        };
        command.AsAccount(options, (run, account, token) => Change(
            run,
            account,
            run.Arguments.GetRequiredValue(group),
            new ChangeLink(run.Arguments.GetValue(none) ? "" : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))),
            token));
        return command;
    }

    private static TaughtCommand Join(SharedArguments options)
    {
        var group = Group();
        var link = new Argument<string>("token") { Description = "What `chat group link` showed" };
        var command = new TaughtCommand(
            "join", "Joins a group or channel by its link", $"Client chat group join {ExampleId} fedcba9876543210fedcba9876543210")
        {
            group, link,
        };
        command.AsAccount(options, async (run, account, token) =>
        {
            var handle = await new Participants(run.Cluster.Grains).HandleOf(account, token);
            var join = new JoinByLink(run.Arguments.GetRequiredValue(link), handle);
            return await Change(run, account, run.Arguments.GetRequiredValue(group), join, token);
        });
        return command;
    }

    private static Argument<string> Group() => new("group") { Description = "The group, as the list shows it" };

    private static Argument<string[]> Others() => new("handles") { Description = "Whom", Arity = ArgumentArity.ZeroOrMore };

    private static async Task<Failure?> Change(
        CommandRun run, AccountId account, string group, Administration change, CancellationToken cancellationToken)
    {
        if (!ConversationId.TryParse(group, out var id))
            return Failure.Usage($"'{group}' is no conversation; `Client chat list` shows them.");
        var conversation = run.Cluster.Grains.GetGrain<IConversationGrain>(id.ToString());
        return Show(run, await conversation.Administer(account, change, cancellationToken));
    }

    private static Failure? Show(CommandRun run, ConversationReply reply)
    {
        if (reply.Refusal != ChatRefusal.None)
            return ChatWords.Refused(reply.Refusal);
        if (reply.Conversation is not { } view)
            run.Terminal.Write(new { left = true }, (console, _) => console.WriteLine("You have left."));
        else
            run.Terminal.Write(
                new { id = view.Id.ToString(), title = view.Settings.Title, members = view.MemberCount, link = view.Link },
                (console, it) => console.WriteLine(
                    $"{it.title}: {it.id}, {it.members} members{(it.link.Length > 0 ? $", link {it.link}" : "")}"));
        return null;
    }
}
