using System.CommandLine;
using Virtuos.Kernel.Operating;

namespace Virtuos.Host.Commands;

/// <summary>The verbs of modules that work on files alone, as <c>virtuos sip check</c>; no database is opened for them.</summary>
internal static class ToolCommands
{
    public static void AddTo(RootCommand root)
    {
        foreach (var tool in House.Modules.SelectMany(m => m.Tools)) ModuleCommands.Place(root, tool.Verb, name => Create(tool, name));
    }

    private static Command Create(ToolCommand tool, string name)
    {
        var many = new Argument<string[]>(tool.Many.Name) { Description = tool.Many.Help, Arity = ArgumentArity.ZeroOrMore };
        var command = new Command(name, tool.Help) { many };
        var options = tool.Options.ToDictionary(input => input.Name, input => new Option<string?>($"--{input.Name}") { Description = input.Help });
        foreach (var option in options.Values) command.Options.Add(option);
        command.SetAction(async (parsed, cancel) =>
        {
            var values = options.Select(o => (o.Key, Value: parsed.GetValue(o.Value))).Where(v => v.Value is not null).ToDictionary(v => v.Key, v => v.Value!);
            return (int)await tool.Run(new(Setup.Installation(parsed), parsed.GetValue(many) ?? [], values, parsed.GetValue(Setup.Json), Terminal.Say, Terminal.Complain, TimeProvider.System, cancel));
        });
        return command;
    }
}
