using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Identity;
using Virtuos.Kernel.Configuration;
using Virtuos.Testing;

namespace Virtuos.Modules.Tests.Identity;

/// <summary>People for these tests, arriving as the directory would tell.</summary>
internal static class IdentityTown
{
    /// <summary>A town without the demo's leniency: officials owe a second factor.</summary>
    public static Task<Town> Strict() => Town.Found(settings: (Installation i) => i.Demo = false);

    public static async Task<OfficialAppointed> Appoint(this Town town, string email, Guid office, Guid unit, params string[] roles)
    {
        var message = new OfficialAppointed(Guid.CreateVersion7(), office, unit, $"Official {email}", email, roles, Town.Password);
        await town.Deliver(office, message);
        return message;
    }

    public static Task Deliver(this Town town, Guid office, OfficialAppointed message) =>
        town.Handle(office, scope => scope.GetRequiredService<OpenOfficialAccount>().Handle(message, CancellationToken.None));

    public static Task Deliver(this Town town, Guid office, OfficialLeft message) =>
        town.Handle(office, scope => scope.GetRequiredService<CloseOfficialAccount>().Handle(message, CancellationToken.None));

    public static async Task<Guid> Operator(this Town town, string email)
    {
        var made = await town.As(null, scope => scope.GetRequiredService<CreateOperator>().Run(new("Operator", email, Town.Password), CancellationToken.None));
        return made.Value;
    }

    public static FormUrlEncodedContent Form(params (string Name, string Value)[] fields) => new(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));

    private static Task Handle(this Town town, Guid office, Func<IServiceProvider, Task> act) => town.As(office, async scope =>
    {
        await act(scope);
        return await scope.GetRequiredService<IdentityDb>().SaveChangesAsync();
    });
}
