// Assistance
