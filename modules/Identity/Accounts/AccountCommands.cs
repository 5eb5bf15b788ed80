using Microsoft.Extensions.DependencyInjection;
using Virtuos.Kernel.Operating;

namespace Virtuos.Identity;

/// <summary>What the operator does with accounts from the command line.</summary>
internal static class AccountCommands
{
    private static readonly OperatorInput email = new("email", "E-mail of the account", Required: true);
    private static readonly OperatorInput password = new("password", "Password", Required: true, Secret: true);

    public static IReadOnlyList<OperatorCommand> All { get; } =
    [
        new("user create-operator", "Create an account that runs the installation.", [email, new("name", "Name and surname", Required: true), password], Create),
        new("user set-password", "Give an account a new password and end its sessions.", [email, password], SetPassword),
        new("user list", "List officials and operators, or everybody whose name or e-mail contains a text.", [new("contains", "Part of a name or e-mail")], List),
    ];

    private static async Task<Result<OperatorReport>> Create(OperatorCall call)
    {
        var made = await call.Services.GetRequiredService<CreateOperator>().Run(new(call["name"] ?? "", call["email"] ?? "", call["password"] ?? ""), call.Cancel);
        return made.Succeeded ? new OperatorReport(new { Account = made.Value }, $"Created {call["email"]}.") : made.As<OperatorReport>();
    }

    private static async Task<Result<OperatorReport>> SetPassword(OperatorCall call)
    {
        var done = await call.Services.GetRequiredService<SetPassword>().Run(new(call["email"] ?? "", call["password"] ?? ""), call.Cancel);
        return done.Succeeded ? new OperatorReport(new { Account = done.Value }, $"The password of {call["email"]} is set; its sessions are over.") : done.As<OperatorReport>();
    }

    private static async Task<Result<OperatorReport>> List(OperatorCall call)
    {
        var found = await call.Services.GetRequiredService<ListAccounts>().Run(new(call["contains"]), call.Cancel);
        return found.Succeeded
            ? new OperatorReport(found.Value, [.. found.Value.Select(a => $"{a.Kind,-8} {a.Email,-40} {a.Name}{(a.Disabled ? " (disabled)" : "")}{(a.Confirmed ? "" : " (not confirmed)")}")])
            : found.As<OperatorReport>();
    }
}
