using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Virtuos.Contracts.Directory;
using Virtuos.Contracts.Identity;
using Virtuos.Kernel.Database;
using Virtuos.Kernel.Outbox;

namespace Virtuos.Identity;

/// <summary>Who people are: accounts, signing in, sessions, what officials may do and for whom.</summary>
public sealed class IdentityModule : Module
{
    public override string Name => "identity";

    public override IReadOnlyList<Permission> Permissions =>
    [
        new(IdentityPermissions.SignIn, Audience.Anyone),
        new(IdentityPermissions.OwnAccount, Audience.SignedIn),
        new(IdentityPermissions.ManageAccounts, Audience.Operator),
        new(IdentityPermissions.Substitute, Audience.Officials, Roles.Clerk, Roles.Head, Roles.FilingRoom, Roles.Mayor, Roles.Administrator),
        new(IdentityPermissions.SubstituteOthers, Audience.Officials, Roles.Head, Roles.Administrator),
        new(IdentityPermissions.SeeRoles, Audience.Officials, Roles.Administrator),
    ];

    public override void AddServices(IServiceCollection services)
    {
        services.AddModuleDb<IdentityDb>();
        services.AddSingleton<SessionReader>().AddSingleton<DemoPasswords>();
        services.AddScoped<CurrentSession>().AddScoped<ICurrentSession>(scope => scope.GetRequiredService<CurrentSession>());
        services.AddScoped<IAccounts, AccountQuestions>();
        services.AddScoped<SignInQuotas>().AddScoped<SessionOpening>();
        services.AddScoped<SignIn>().AddScoped<EndSession>();
        services.AddScoped<CreateOperator>().AddScoped<SetPassword>().AddScoped<ListAccounts>();
        services.AddHandler<IdentityDb, OfficialAppointed, OpenOfficialAccount>();
        services.AddHandler<IdentityDb, OfficialLeft, CloseOfficialAccount>();
    }

    public override void Use(IApplicationBuilder app) => app.UseMiddleware<CallerRecognition>();

    public override void MapRoutes(IEndpointRouteBuilder routes) => SignInRoutes.Map(routes);
}
