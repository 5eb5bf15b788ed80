using System.CommandLine;
using Virtuos.Kernel.Language;
using Virtuos.Kernel.Operating;
using Virtuos.Kernel.Web;

namespace Virtuos.Host.Commands;

/// <summary>The verbs that modules bring, as <c>virtuos office open</c>.</summary>
internal static class ModuleCommands
{
    public static void AddTo(RootCommand root)
    {
        foreach (var verb in House.Modules.SelectMany(m => m.Commands)) Place(root, verb.Verb, name => Create(verb, name));
    }

    /// <summary>Adds a command under the words before its own.</summary>
    public static void Place(Command parent, string verb, Func<string, Command> create)
    {
        var words = verb.Split(' ');
        foreach (var word in words[..^1])
        {
            if (parent.Subcommands.FirstOrDefault(c => c.Name == word) is not { } group) parent.Subcommands.Add(group = new Command(word));
            parent = group;
        }
        parent.Subcommands.Add(create(words[^1]));
    }

    private static Command Create(OperatorCommand verb, string name)
    {
        var command = new Command(name, verb.Help);
        Dictionary<OperatorInput, Func<ParseResult, string?>> readers = [];
        foreach (var input in verb.Inputs)
        {
            if (input is { Required: true, Secret: false })
            {
                var argument = new Argument<string>(input.Name) { Description = input.Help };
                command.Arguments.Add(argument);
                readers.Add(input, parsed => parsed.GetValue(argument));
            }
            else
            {
                var option = new Option<string?>($"--{input.Name}") { Description = input.Help };
                command.Options.Add(option);
                readers.Add(input, parsed => parsed.GetValue(option) ?? (input.Secret ? Terminal.Ask($"{input.Help}: ") : null));
            }
        }
        command.SetAction((parsed, cancel) => Run(verb, readers, parsed, cancel));
        return command;
    }

    private static async Task<int> Run(OperatorCommand verb, Dictionary<OperatorInput, Func<ParseResult, string?>> readers, ParseResult parsed, CancellationToken cancel)
    {
        await using var workshop = await Workshop.Open(parsed, cancel);
        await using var scope = workshop.Scope(verb.Verb);
        var values = readers.Select(r => (r.Key.Name, Value: r.Value(parsed))).Where(v => v.Value is not null).ToDictionary(v => v.Name, v => v.Value!);
        var result = await verb.Run(new(scope.ServiceProvider, values, (what, total) => new Terminal.Progress(what, total), cancel));
        if (!result.Succeeded)
        {
            var texts = workshop.Services.GetRequiredService<Texts>();
            if (parsed.GetValue(Setup.Json)) Terminal.Json(new { Refused = result.Refusals.Select(r => new { r.Code, r.Field, Message = texts.Say(r) }) });
            else foreach (var refusal in result.Refusals) Terminal.Complain(refusal.Field is null ? texts.Say(refusal) : $"{refusal.Field}: {texts.Say(refusal)}");
            return ExitCodes.Refused;
        }
        if (parsed.GetValue(Setup.Json)) Terminal.Json(result.Value.Data);
        else foreach (var line in result.Value.Lines) Terminal.Say(line);
        return result.Value.HasFindings ? ExitCodes.Findings : ExitCodes.Done;
    }
}
