"""Every option there is: type, default, unit, doc line and who may set it; resolution is pure."""
