using Microsoft.Extensions.DependencyInjection;
using Virtuos.Kernel.Demo;

namespace Virtuos.Identity;

/// <summary>Invented people who live in the demo region.</summary>
internal static class DemoPeople
{
    /// <summary>Everybody's; it is published.</summary>
    public const string Password = "virtuos-demo";

    public const string Operator = "provoz@virtuos.example";

    /// <summary>Addresses of the domain reserved for examples; nothing is ever sent there.</summary>
    public static readonly (string Name, string Email, string Language)[] Citizens =
    [
        ("Jana Dvořáčková", "jana@citizen.example", "cs"), ("Petr Havránek", "petr@citizen.example", "cs"), ("Marie Šebestová", "marie@citizen.example", "cs"),
        ("Tomáš Klíma", "tomas@citizen.example", "cs"), ("Eva Řezníčková", "eva@citizen.example", "cs"), ("Josef Žižka", "josef@citizen.example", "cs"),
        ("Alena Kučírková", "alena@citizen.example", "cs"), ("Václav Ondrušek", "vaclav@citizen.example", "cs"), ("Grace Okafor", "grace@citizen.example", "en"),
        ("Matthias Lindner", "matthias@citizen.example", "de"),
    ];

    public static readonly string[] Emails = [.. Citizens.Select(c => c.Email)];
}

/// <summary>The operator and ten citizens of the demo; officials come from the directory.</summary>
internal sealed class IdentityDemo : IDemo
{
    public async Task Seed(IServiceProvider services, DemoProgress progress, CancellationToken cancel)
    {
        var (db, accounts) = (services.GetRequiredService<IdentityDb>(), services.GetRequiredService<DemoAccounts>());
        db.Add(accounts.Open(AccountKind.Operator, "Olga Provozní", DemoPeople.Operator, "cs"));
        foreach (var (name, email, language) in DemoPeople.Citizens) db.Add(accounts.Open(AccountKind.Citizen, name, email, language));
        await db.SaveChangesAsync(cancel);
        progress.Say($"Identity: the operator and {DemoPeople.Citizens.Length} citizens");
    }
}
